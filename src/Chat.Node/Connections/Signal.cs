namespace Chat.Node.Connections;

/// <summary>Set once, from any thread; who waits goes on on the pool, never on the setter's thread, which may hold a lock.</summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => _source.TrySetResult();

    public Task WaitAsync() => _source.Task.WaitAsync(CancellationToken.None);
}
