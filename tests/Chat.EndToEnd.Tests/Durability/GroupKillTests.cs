using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary><c>kill -9</c> in the middle of a fan-out: every member gets every acked message of his group once, in the group's order (G2–G6, R1–R5).</summary>
public sealed class GroupKillTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public Task What_a_group_has_acked_before_the_kill_comes_to_every_member_once_and_in_order(string provider) =>
        KillRuns.RunAsync(provider, output, () => new KilledGroups());

    private sealed class KilledGroups : KilledTraffic
    {
        private const int Members = 6;
        private const int Window = 4;

        private readonly List<GroupTraffic> _groups = [.. Enumerable.Range(1, 3).Select(i => new GroupTraffic($"group{i}", Members, Window))];

        public override int Acked => _groups.Sum(g => g.Acked);

        public override int BeforeKill => _groups.Count * Members * 10;

        public override async Task PrepareAsync(NodeProcess node)
        {
            foreach (var group in _groups)
                await group.CreateAsync(node);
        }

        public override Task DriveAsync(NodeProcess node, CancellationToken stop) => Task.WhenAll(_groups.Select(g => g.DriveAsync(node, stop)));

        public override void StopSending() => _groups.ForEach(g => g.StopSending());

        public override bool IsDone => _groups.TrueForAll(g => g.IsDone);

        public override string Missing => string.Join('\n', _groups.Select(g => g.Missing()));

        public override Task VerifyAsync(NodeProcess node)
        {
            _groups.ForEach(g => g.Verify());
            return Task.CompletedTask;
        }
    }
}
