using Chat.Bench.Groups;

namespace Chat.Bench.Report;

/// <summary>Bounds of groups, for runs that have exactly their shape.</summary>
internal static class GroupBounds
{
    private const string Postgres = "node, PostgreSQL";

    public static IEnumerable<Bound> Of(GroupResult run)
    {
        switch (run)
        {
            case { Workload: "groups busy 100, 10x1", Target: Postgres, Windows: [{ Crowds: [var large] }] }:
                yield return Bound.AtLeast("100 members on line, 10 senders, window 1", 80_000, large.DeliveredPerSecond, "deliveries/s");
                yield return Bound.Under("the same, p99 from send to receipt", 100, large.Delivery?.P99, "ms");
                break;
            case { Away: { Away: 90, Members: 100, Messages: 1000 } away } when away.Meanwhile.Growth is not null:
                yield return Bound.AtMost("90 of 100 away, 1,000 messages: events of the group", 1_000, away.Meanwhile.OfGroup, "rows");
                yield return Bound.AtMost("the same: notes of users", 90, away.Meanwhile.Notes, "rows");
                break;
        }
    }
}
