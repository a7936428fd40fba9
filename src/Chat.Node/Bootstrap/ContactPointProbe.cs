using Akka.Actor;
using Akka.Event;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Bootstrap;

/// <summary>
/// Asks one contact point again and again which cluster it is in. Gives up, and says so, where it has not answered for long: if discovery still
/// tells it, it is asked anew.
/// </summary>
#pragma warning disable CA1001 // what it owns it disposes of when it stops
internal sealed class ContactPointProbe : ReceiveActor, IWithTimers
#pragma warning restore CA1001
{
    private readonly ResolvedTarget _contactPoint;
    private readonly Uri _address;
    private readonly HttpClient _http;
    private readonly BootstrapSettings _settings;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private long _answered;
    private bool _told;

    public ContactPointProbe(ResolvedTarget contactPoint, HttpClient http, BootstrapSettings settings, TimeProvider time, Random random)
    {
        (_contactPoint, _http, _settings, _time, _random) = (contactPoint, http, settings, time, random);
        _address = new Uri(ContactPoints.BaseAddress(contactPoint, settings).ToString().TrimEnd('/') + "/bootstrap/seed-nodes");
        _answered = time.GetTimestamp();
        Receive<Ask>(ask => { _ = AskAsync().PipeTo(Self, success: observation => observation, failure: cause => new Silent(cause)); });
        Receive<Observation>(observation =>
        {
            _answered = _time.GetTimestamp();
            _told = false;
            Context.Parent.Tell(observation);
            AskLater();
        });
        Receive<Silent>(silent => OnSilence(silent.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ResolvedTarget contactPoint, HttpClient http, BootstrapSettings settings, TimeProvider time, Random random) =>
        Akka.Actor.Props.Create(() => new ContactPointProbe(contactPoint, http, settings, time, random));

    protected override void PreStart() => Self.Tell(Ask.Instance);

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private async Task<Observation> AskAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        limit.CancelAfter(_settings.ProbeTimeout);
        using var response = await _http.GetAsync(_address, limit.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return SeedNodesReader.Read(_contactPoint, await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false));
    }

    private void OnSilence(Exception cause)
    {
        var why = cause is OperationCanceledException ? $"no answer within {_settings.ProbeTimeout.TotalSeconds:0.#} s" : cause.Message.ReplaceLineEndings(" ");
        // While a cluster starts, nodes are missing for a while: that is no warning, and not worth a line each second.
        if (_told) _log.Debug("Contact point {0}: {1}", _address, why);
        else _log.Info("Contact point {0}: {1}", _address, why);
        _told = true;
        if (_time.GetElapsedTime(_answered) < _settings.Stale)
        {
            AskLater();
            return;
        }

        Context.Parent.Tell(new GaveUp(_contactPoint));
        Context.Stop(Self);
    }

    private void AskLater() => Timers.StartSingleTimer(Ask.Instance, Ask.Instance, _settings.ProbeInterval * (1 + (_settings.ProbeNoise * _random.NextDouble())));

    /// <summary>To the coordinator, once, at the end.</summary>
    public sealed record GaveUp(ResolvedTarget ContactPoint) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Silent(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed class Ask : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Ask Instance = new();
    }
}
