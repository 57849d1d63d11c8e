// One test at a time: a hunt decides over every task of this process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
