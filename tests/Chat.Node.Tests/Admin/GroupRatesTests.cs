using Chat.Actors.Groups.Rates;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Node.Tests.Admin;

public sealed class GroupRatesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_steady_stream_counts_as_its_rate_and_cools_down_when_it_ends()
    {
        var rates = new GroupRates(_time);
        var (hot, warm) = (new GroupId("hot"), new GroupId("warm"));
        for (var i = 0; i < 60 * 20; i++)
        {
            rates.Accepted(hot);
            if (i % 10 == 0) rates.Accepted(warm);
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        var hottest = rates.Hottest(5);
        Assert.Equal([hot, warm], hottest.Select(g => g.Group));
        Assert.InRange(hottest[0].PerSecond, 18, 22);
        Assert.InRange(hottest[1].PerSecond, 1.5, 2.5);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(rates.Hottest(5));
        Assert.Equal(0, rates.Of(hot));
    }
}
