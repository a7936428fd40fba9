using System.Collections.Concurrent;

namespace Chat.Journal.Stores;

/// <summary>
/// One thread for work that blocks, such as SQLite's; loops that are started on it go on on it after every await. So the pool keeps its
/// threads, and what runs here needs no lock.
/// </summary>
internal sealed class DedicatedThread : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _work = [];

    public DedicatedThread(string name)
    {
        var thread = new Thread(() =>
        {
            foreach (var task in _work.GetConsumingEnumerable()) TryExecuteTask(task);
            _work.Dispose();
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
    }

    public override int MaximumConcurrencyLevel => 1;

    public Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task) => _work.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _work];

    /// <summary>What has been queued is still done.</summary>
    public void Dispose() => _work.CompleteAdding();
}
