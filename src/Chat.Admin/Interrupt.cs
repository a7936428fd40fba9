namespace Chat.Admin;

/// <summary>Ctrl-C: ends what runs, not the client.</summary>
internal sealed class Interrupt : IDisposable
{
    private CancellationTokenSource _source = new();

    public Interrupt() => Console.CancelKeyPress += OnKey;

    public CancellationToken Token => _source.Token;

    /// <summary>For the next command.</summary>
    public void Reset()
    {
        if (!_source.IsCancellationRequested) return;
        _source.Dispose();
        _source = new CancellationTokenSource();
    }

    private void OnKey(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        _source.Cancel();
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnKey;
        _source.Dispose();
    }
}
