// Searches and walks run two processes at a time by themselves.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
