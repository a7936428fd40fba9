using Chat.Faults.Tests.Checking;
using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Traffic;

/// <summary>
/// All phones. They run on one exclusive scheduler, so that phones, ledger and checks need no locks: whoever wants to know something asks through <see cref="AskAsync{T}"/>.
/// </summary>
internal sealed class Town
{
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Phone> _phones;
    private List<Task> _running = [];

    public Town(Cast cast, int seed, Uri address, RunClock clock)
    {
        Ledger = new Ledger(cast);
        Presence = new PresenceBook(cast);
        var world = new PhoneWorld(Ledger, Presence, clock, new UriBuilder(address) { Scheme = "ws", Path = "/ws" }.Uri);
        _phones = [.. cast.Devices.Select((device, i) => new Phone(device, world, new Random(HashCode.Combine(seed, i) & 0x7fffffff)))];
        World = world;
    }

    public Ledger Ledger { get; }

    public PresenceBook Presence { get; }

    /// <summary>Only on the scheduler.</summary>
    public IReadOnlyList<Phone> Phones => _phones;

    public PhoneWorld World { get; }

    public Task<T> AskAsync<T>(Func<T> question) => Task.Factory.StartNew(question, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    public Task DoAsync(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    public async Task StartAsync() => _running = await AskAsync(() => _phones.ConvertAll(phone => phone.RunAsync(_stop.Token)));

    /// <summary>Ends all phones; what one has met that no phone should is thrown here.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    /// <summary>A phone that has met what nobody has thought of; it runs no more.</summary>
    public Task? Broken => _running.Find(task => task.IsFaulted);
}
