// Clusters take turns: two at once on two cores would take each other for dead.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
