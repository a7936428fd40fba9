using Akka.Configuration;
using Akka.Discovery;
using Chat.Node.Hosting;

namespace Chat.Node.Bootstrap;

/// <summary>The section <c>akka.management.cluster.bootstrap</c>.</summary>
internal sealed record BootstrapSettings
{
    public required bool NewClusterEnabled { get; init; }

    /// <summary>What is looked up.</summary>
    public required Lookup Lookup { get; init; }

    public required string DiscoveryMethod { get; init; }

    /// <summary>For so long the contact points must not have changed before a new cluster begins.</summary>
    public required TimeSpan StableMargin { get; init; }

    /// <summary>Between two look-ups; after failures twice as long each time, up to <see cref="IntervalMax"/>.</summary>
    public required TimeSpan Interval { get; init; }

    public required TimeSpan IntervalMax { get; init; }

    /// <summary>Share of an interval by which it is made longer at random.</summary>
    public required double IntervalNoise { get; init; }

    public required int RequiredContactPoints { get; init; }
    public required TimeSpan ResolveTimeout { get; init; }
    public required bool ContactWithAll { get; init; }

    /// <summary>Of contact points whose port discovery does not tell.</summary>
    public required int FallbackPort { get; init; }

    /// <summary>Of several ports of one host, only the fallback port counts (where no port was asked for by name).</summary>
    public required bool FilterOnFallbackPort { get; init; }

    /// <summary>For one answer; beyond <see cref="ProbeInterval"/> and this, a contact point that has not answered is dropped.</summary>
    public required TimeSpan ProbeTimeout { get; init; }

    public required TimeSpan ProbeInterval { get; init; }
    public required double ProbeNoise { get; init; }

    /// <summary>The management listeners' base path.</summary>
    public required string BasePath { get; init; }

    /// <summary>An answer older than this says nothing any more.</summary>
    public TimeSpan Stale => ProbeInterval + ProbeTimeout;

    /// <param name="ownPort">Of this node's management listener.</param>
    public static BootstrapSettings From(Config whole, string systemName, int ownPort, string basePath)
    {
        var bootstrap = whole.GetConfig("akka.management.cluster.bootstrap");
        var discovery = bootstrap.GetConfig("contact-point-discovery");
        var contact = bootstrap.GetConfig("contact-point");
        return new BootstrapSettings
        {
            NewClusterEnabled = bootstrap.GetBoolean("new-cluster-enabled"),
            Lookup = new Lookup(EffectiveName(discovery, systemName), discovery.Given("port-name"), discovery.Given("protocol")),
            DiscoveryMethod = discovery.GetString("discovery-method"),
            StableMargin = discovery.GetTimeSpan("stable-margin"),
            Interval = discovery.GetTimeSpan("interval"),
            IntervalMax = discovery.GetTimeSpan("exponential-backoff-max"),
            IntervalNoise = discovery.GetDouble("exponential-backoff-random-factor"),
            RequiredContactPoints = discovery.GetInt("required-contact-point-nr"),
            ResolveTimeout = discovery.GetTimeSpan("resolve-timeout"),
            ContactWithAll = discovery.GetBoolean("contact-with-all-contact-points"),
            FallbackPort = contact.GivenPort("fallback-port") ?? ownPort,
            FilterOnFallbackPort = contact.GetBoolean("filter-on-fallback-port"),
            ProbeTimeout = contact.GetTimeSpan("probing-failure-timeout"),
            ProbeInterval = contact.GetTimeSpan("probe-interval"),
            ProbeNoise = contact.GetDouble("probe-interval-jitter"),
            BasePath = basePath,
        };
    }

    private static string EffectiveName(Config discovery, string systemName)
    {
        if (discovery.Given("effective-name") is { } effective) return effective;
        var name = discovery.Given("service-name") ?? Environment.GetEnvironmentVariable("AKKA__CLUSTER__BOOTSTRAP__SERVICE_NAME");
        if (string.IsNullOrWhiteSpace(name)) name = systemName.ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
        return discovery.Given("service-namespace") is { } space ? $"{name}.{space}" : name;
    }
}
