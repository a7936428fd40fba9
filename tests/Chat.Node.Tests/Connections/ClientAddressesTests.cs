using System.Net;
using Chat.Node.Configuration;
using Chat.Node.Connections.Handshake;

namespace Chat.Node.Tests.Connections;

public sealed class ClientAddressesTests
{
    [Theory]
    [InlineData("203.0.113.9", "1.2.3.4", "203.0.113.9")] // not a proxy of ours: not believed
    [InlineData("10.1.2.3", null, "10.1.2.3")]
    [InlineData("10.1.2.3", "198.51.100.7", "198.51.100.7")]
    [InlineData("10.1.2.3", "6.6.6.6, 198.51.100.7, 10.9.9.9", "198.51.100.7")] // what the client claims before it does not count
    [InlineData("10.1.2.3", "198.51.100.7:4711", "198.51.100.7")]
    [InlineData("10.1.2.3", "nonsense", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "198.51.100.7", "198.51.100.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", null, "2001:db8:1:2::")]
    public void The_address_that_counts_is_the_last_that_no_proxy_of_ours_has(string peer, string? forwarded, string expected)
    {
        var addresses = new ClientAddresses(new ConnectionLimits { TrustedProxies = ["10.0.0.0/8"] });
        Assert.Equal(IPAddress.Parse(expected), addresses.Resolve(IPAddress.Parse(peer), forwarded));
    }

    [Fact]
    public void A_proxy_that_is_no_address_is_a_mistake_at_start() =>
        Assert.Throws<FormatException>(() => new ClientAddresses(new ConnectionLimits { TrustedProxies = ["proxy.example"] }));
}
