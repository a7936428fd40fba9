using Chat.Actors.Nodes;
using Chat.Node.Configuration;
using Chat.Node.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Node.Tests.Nodes;

public sealed class SocketAdviceTests
{
    private const string Own = "ws://me.example/ws", AsRequested = "ws://127.0.0.1:8080/ws";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Known _known = new();

    private SocketAdvice Advice(string? own = Own) => new(
        _known, new ChatSettings { Http = new HttpSettings { PublicUrl = own }, Node = new NodeSettings { Region = "eu" } }, new Random(1), _time);

    private NodeStatus Add(string url, string region = "eu", int connections = 0)
    {
        var status = new NodeStatus(_known.List.Count + 1, $"node{_known.List.Count}")
        {
            Url = url, Region = region, Capacity = 100, Connections = connections, HeardAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        _known.List.Add(status);
        return status;
    }

    private void Change(NodeStatus status, Func<NodeStatus, NodeStatus> change) => _known.List[(int)status.Node - 1] = change(status);

    [Fact]
    public void Nodes_of_the_clients_region_come_first_and_others_after_them()
    {
        Add("ws://a/ws");
        Add("ws://b/ws", "us");
        Add("ws://c/ws", "us");
        Assert.Equal("ws://a/ws", Advice().Urls(null, AsRequested)[0]);
        var fromThere = Advice().Urls("us", AsRequested);
        Assert.Equal(["ws://b/ws", "ws://c/ws"], fromThere.Take(2).Order(StringComparer.Ordinal));
        Assert.Equal("ws://a/ws", fromThere[2]);
    }

    [Fact]
    public void One_address_in_front_of_all_is_named_once()
    {
        Add(Own);
        Add(Own);
        Assert.Equal([Own], Advice().Urls(null, AsRequested));
        Assert.Null(Advice().Elsewhere());
    }

    [Fact]
    public void Full_draining_and_silent_nodes_are_left_out_and_where_nothing_is_left_it_is_this_one()
    {
        var full = Add("ws://full/ws");
        var draining = Add("ws://draining/ws");
        Add("ws://silent/ws");
        Change(full, s => s with { IsFull = true });
        Change(draining, s => s with { IsDraining = true });
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([Own], Advice().Urls(null, AsRequested));
        Assert.Equal([AsRequested], Advice(own: null).Urls(null, AsRequested));
        Assert.Null(Advice().Elsewhere());
        Add("ws://room/ws");
        Assert.Equal(["ws://room/ws"], Advice().Urls(null, AsRequested));
        Assert.Equal("ws://room/ws", Advice().Elsewhere());
    }

    [Fact]
    public void The_less_loaded_is_named_first_more_often_and_not_always()
    {
        Add("ws://idle/ws");
        Add("ws://laden/ws", connections: 80);
        var advice = Advice();
        var first = Enumerable.Range(0, 1_000).Count(_ => advice.Urls(null, AsRequested)[0] == "ws://idle/ws");
        Assert.InRange(first, 700, 800); // three of four draws of two hold it
    }

    private sealed class Known : INodeRegistry
    {
        public List<NodeStatus> List { get; } = [];

        public IReadOnlyList<NodeStatus> Nodes => List;
    }
}
