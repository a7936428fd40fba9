using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Discovery;
using Akka.Event;
using static Akka.Discovery.ServiceDiscovery;
using LogLevel = Akka.Event.LogLevel;

namespace Chat.Node.Bootstrap;

/// <summary>
/// Looks up the contact points, has each asked, decides, and ends with the join. What it sees goes to <see cref="LowestAddress"/>; here is only
/// what happens when.
/// </summary>
#pragma warning disable CA1001 // what it owns it disposes of when it stops
internal sealed class BootstrapCoordinator : ReceiveActor, IWithTimers
#pragma warning restore CA1001
{
    private readonly BootstrapSettings _settings;
    private readonly ServiceDiscovery _discovery;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<ResolvedTarget, (Observation Observation, long At)> _observations = [];
    private readonly Dictionary<ResolvedTarget, IActorRef> _probes = [];

    // No proxy: the contact points are beside this node. An answer is a few lines.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        MaxResponseContentBufferSize = 64 * 1024,
    };

    private ImmutableHashSet<ResolvedTarget>? _contactPoints;
    private long _changedAt;
    private int _failures;
    private string? _told;

    public BootstrapCoordinator(BootstrapSettings settings, ServiceDiscovery discovery, TimeProvider time, Random random)
    {
        (_settings, _discovery, _time, _random) = (settings, discovery, time, random);
        Receive<Look>(look => { _ = LookUpAsync().PipeTo(Self, success: found => found, failure: cause => new NotFound(cause)); });
        Receive<Resolved>(OnFound);
        Receive<NotFound>(failed => OnNotFound(failed.Cause));
        Receive<Observation>(OnObservation);
        Receive<ContactPointProbe.GaveUp>(gaveUp => OnGaveUp(gaveUp.ContactPoint));
        Receive<Decide>(_ => OnDecide());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(BootstrapSettings settings, ServiceDiscovery discovery, TimeProvider time, Random random) =>
        Akka.Actor.Props.Create(() => new BootstrapCoordinator(settings, discovery, time, random));

    protected override void PreStart()
    {
        _log.Info("Looking for a cluster: {0} by {1}", _settings.Lookup, _discovery.GetType().Name);
        Self.Tell(Look.Instance);
        // As often as the contact points are asked, and at the end of the stable margin where that is shorter.
        var interval = _settings.ProbeInterval < _settings.StableMargin ? _settings.ProbeInterval : _settings.StableMargin;
        Timers.StartPeriodicTimer(Decide.Instance, Decide.Instance, interval > TimeSpan.Zero ? interval : _settings.ProbeInterval);
    }

    protected override void PostStop() => _http.Dispose();

    // Within an async method also where an implementation throws at once.
    private async Task<Resolved> LookUpAsync() => await _discovery.Lookup(_settings.Lookup, _settings.ResolveTimeout).ConfigureAwait(false);

    private void OnFound(Resolved found)
    {
        _failures = 0;
        var contactPoints = ContactPoints.Of(found.Addresses, _settings);
        if (_contactPoints is null || !_contactPoints.SetEquals(contactPoints))
        {
            _changedAt = _time.GetTimestamp();
            _log.Info("Contact points: {0}", string.Join(", ", contactPoints.Order(ContactPoints.ByAddress).Select(ContactPoints.Text)));
        }

        _contactPoints = contactPoints;
        foreach (var gone in _probes.Keys.Where(known => !contactPoints.Contains(known)).ToList())
        {
            Context.Stop(_probes[gone]);
            _probes.Remove(gone);
            _observations.Remove(gone);
        }

        foreach (var contactPoint in contactPoints)
            if (!_probes.ContainsKey(contactPoint)) Probe(contactPoint);
        LookAgain();
    }

    private void OnNotFound(Exception cause)
    {
        // What was known may be wrong by now: no decision rests on it.
        _contactPoints = null;
        _failures++;
        Tell(LogLevel.WarningLevel, $"Contact points cannot be looked up: {cause.Message.ReplaceLineEndings(" ")}");
        LookAgain();
    }

    private void Probe(ResolvedTarget contactPoint)
    {
        var address = ContactPoints.BaseAddress(contactPoint, _settings);
        if (address.Host == _cluster.SelfAddress.Host && address.Port == _cluster.SelfAddress.Port)
        {
            Tell(LogLevel.WarningLevel, $"Discovery tells {ContactPoints.Text(contactPoint)}, which is this node's port for remoting, not for management: check the name of the port");
            return;
        }

        _probes[contactPoint] = Context.ActorOf(ContactPointProbe.Props(contactPoint, _http, _settings, _time, _random));
    }

    private void OnObservation(Observation observation)
    {
        if (_contactPoints?.Contains(observation.ContactPoint) != true) return;
        _observations[observation.ContactPoint] = (observation, _time.GetTimestamp());
        if (!observation.Seeds.IsEmpty) OnDecide();
    }

    private void OnGaveUp(ResolvedTarget contactPoint)
    {
        _observations.Remove(contactPoint);
        _probes.Remove(contactPoint); // the next look-up asks it anew, where it is still told
    }

    private void OnDecide()
    {
        if (_contactPoints is null) return;
        var fresh = _observations.Values.Where(of => _time.GetElapsedTime(of.At) <= _settings.Stale).Select(of => of.Observation).ToList();
        switch (LowestAddress.Decide(new Sight(_cluster.SelfAddress, _contactPoints, _time.GetElapsedTime(_changedAt), fresh), _settings))
        {
            case JoinDecision.Wait wait:
                Tell(LogLevel.WarningLevel, $"Waiting: {wait.Why}");
                break;
            case JoinDecision.JoinOthers join:
                _log.Info("Joining the cluster of {0}", string.Join(", ", join.Seeds));
                _cluster.JoinSeedNodes(join.Seeds);
                Context.Stop(Self);
                break;
            case JoinDecision.JoinSelf:
                _log.Info("No contact point is in a cluster, and this node is the lowest of {0}: beginning a new one", _contactPoints.Count);
                _cluster.Join(_cluster.SelfAddress);
                Context.Stop(Self);
                break;
        }
    }

    private void LookAgain()
    {
        var interval = Math.Min(_settings.Interval.TotalSeconds * Math.Pow(2, _failures), _settings.IntervalMax.TotalSeconds);
        Timers.StartSingleTimer(Look.Instance, Look.Instance, TimeSpan.FromSeconds(interval * (1 + (_settings.IntervalNoise * _random.NextDouble()))));
    }

    /// <summary>The same is told once, not with every round.</summary>
    private void Tell(LogLevel level, string line)
    {
        if (_told == line) return;
        _told = line;
        _log.Log(level, line);
    }

    private sealed record NotFound(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class Look : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Look Instance = new();
    }

    private sealed class Decide : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Decide Instance = new();
    }
}
