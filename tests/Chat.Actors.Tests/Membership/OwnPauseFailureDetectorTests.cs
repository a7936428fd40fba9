using Akka.Configuration;
using Akka.Remote;
using Chat.Actors.Hosting;
using Chat.Actors.Membership;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Actors.Tests.Membership;

/// <summary>Whom a node calls silent, with the settings that it has in production.</summary>
public sealed class OwnPauseFailureDetectorTests
{
    private static readonly Config Cluster = ClusterHocon.Config
        .WithFallback(ConfigurationFactory.FromResource<Akka.Cluster.Cluster>("Akka.Cluster.Configuration.Cluster.conf")).GetConfig("akka.cluster");

    private static readonly TimeSpan Look = Cluster.GetTimeSpan("unreachable-nodes-reaper-interval");

    private readonly FakeTimeProvider _time = new();
    private readonly FailureDetector _detector;

    public OwnPauseFailureDetectorTests()
    {
        _detector = new OwnPauseFailureDetector(Cluster.GetConfig("failure-detector"), _time);
        for (var i = 0; i < 60; i++)
        {
            _detector.HeartBeat();
            _time.Advance(Look);
            Assert.True(_detector.IsAvailable);
        }
    }

    [Fact]
    public void A_node_that_does_not_answer_for_its_time_is_silent()
    {
        Assert.InRange(SilentAfter(), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4.5));
    }

    [Fact]
    public void Who_has_slept_for_five_seconds_does_not_hold_it_against_the_others()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(_detector.IsAvailable);
        _detector.HeartBeat();
        _time.Advance(Look);
        Assert.True(_detector.IsAvailable);
    }

    [Fact]
    public void Who_does_not_answer_afterwards_is_silent_as_well()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.InRange(SilentAfter(), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4.5));
    }

    [Fact]
    public void Who_has_slept_so_long_that_he_may_have_been_removed_notices_at_once()
    {
        _time.Advance(ClusterHocon.HeartbeatPause + ClusterHocon.StableAfter + TimeSpan.FromMilliseconds(100));
        Assert.False(_detector.IsAvailable);
    }

    [Fact]
    public void Who_gets_a_processor_every_two_seconds_only_is_slow_to_accuse()
    {
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            Assert.True(_detector.IsAvailable);
        }
    }

    [Fact]
    public void Nodes_use_it_and_look_more_often_than_its_longest_step()
    {
        Assert.Equal(typeof(OwnPauseFailureDetector), Type.GetType(Cluster.GetString("failure-detector.implementation-class")));
        Assert.True(Look < Cluster.GetTimeSpan("failure-detector.longest-step"));
    }

    private TimeSpan SilentAfter()
    {
        var from = _time.GetUtcNow();
        while (_detector.IsAvailable)
            _time.Advance(Look);
        return _time.GetUtcNow() - from;
    }
}
