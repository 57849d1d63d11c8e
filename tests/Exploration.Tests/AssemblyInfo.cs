// Each search uses all cores; two at once would only need more memory.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
