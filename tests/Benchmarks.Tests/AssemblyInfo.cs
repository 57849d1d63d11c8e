// What is allocated is counted over the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
