using Chat.Node.Configuration;

namespace Chat.Node.Connections.Admission;

/// <summary>
/// Lets so many authentications wake entities at a time; the others wait in the order they came. A semaphore with asynchronous
/// waiters serves them first come, first served, and lets no newcomer pass.
/// </summary>
internal sealed class AuthenticationGate(ConnectionLimits limits) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limits.ConcurrentAuthentications);

    public async ValueTask<Place> EnterAsync(CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        return new Place(_places);
    }

    public void Dispose() => _places.Dispose();

    /// <summary>A place in the gate; may be left early, and more than once.</summary>
    internal sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
