using System.Net;
using System.Net.Sockets;
using Akka.Discovery;
using Chat.Node.Discovery;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Tests.Discovery;

/// <summary>Contact points by DNS alone.</summary>
public sealed class DnsDiscoveryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_address_of_the_name_is_a_contact_point_without_a_port()
    {
        var found = await Dns("10.0.0.2", "10.0.0.1", "10.0.0.2").Lookup(new Lookup("chat-headless", null, "tcp"), Limit);
        Assert.Equal("chat-headless", found.ServiceName);
        Assert.Equal([new ResolvedTarget("10.0.0.2", null, IPAddress.Parse("10.0.0.2")), new ResolvedTarget("10.0.0.1", null, IPAddress.Parse("10.0.0.1"))], found.Addresses);
    }

    [Fact]
    public async Task A_pod_with_addresses_of_both_kinds_is_one_contact_point()
    {
        Assert.Equal("10.0.0.1", Assert.Single((await Dns("fd00::1", "10.0.0.1").Lookup(new Lookup("chat"), Limit)).Addresses).Host);
        Assert.Equal(["fd00::1", "fd00::2"], (await Dns("fd00::1", "fd00::2").Lookup(new Lookup("chat"), Limit)).Addresses.Select(target => target.Host));
    }

    [Fact]
    public async Task A_name_that_is_not_there_yet_is_an_answer() =>
        Assert.Empty((await new DnsServiceDiscovery(new Resolver(_ => throw new SocketException((int)SocketError.HostNotFound))).Lookup(new Lookup("chat"), Limit)).Addresses);

    [Fact]
    public async Task A_server_that_fails_or_is_silent_is_told_in_one_line()
    {
        var failing = await Assert.ThrowsAsync<DiscoveryException>(() =>
            new DnsServiceDiscovery(new Resolver(_ => throw new SocketException((int)SocketError.TryAgain))).Lookup(new Lookup("chat"), Limit));
        Assert.StartsWith("DNS did not tell the addresses of chat", failing.Message, StringComparison.Ordinal);
        // A resolver that does not let itself be cancelled, either.
        var silent = await Assert.ThrowsAsync<DiscoveryException>(() =>
            new DnsServiceDiscovery(new Resolver(_ => new TaskCompletionSource<IPAddress[]>().Task)).Lookup(new Lookup("chat"), TimeSpan.FromMilliseconds(20)));
        Assert.Contains("within 0", silent.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', silent.Message);
    }

    [Fact]
    public async Task The_systems_own_resolver_knows_this_machine() =>
        Assert.Contains(IPAddress.Loopback, (await new DnsServiceDiscovery(new SystemHostResolver()).Lookup(new Lookup("localhost"), Limit)).Addresses.Select(target => target.Address));

    private static DnsServiceDiscovery Dns(params string[] addresses) => new(new Resolver(_ => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray())));

    private sealed class Resolver(Func<string, Task<IPAddress[]>> answer) : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) => answer(host);
    }
}
