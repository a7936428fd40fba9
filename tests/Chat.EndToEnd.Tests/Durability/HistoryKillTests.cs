using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>
/// <c>kill -9</c> in mid-traffic between users who keep history: afterwards it has every message that was acked, once and in order. The
/// delivered ones have left the journal meanwhile, or not; history goes on where it was.
/// </summary>
[Trait("Length", "long")]
public sealed class HistoryKillTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public Task What_was_acked_before_the_kill_is_in_history_once(string provider) =>
        KillRuns.RunAsync(provider, output, () => new KeptPairs());

    private sealed class KeptPairs() : KilledPairs("kept", pairs: 4, window: 16, each: 40)
    {
        public override string Outcome => "all of them kept once";

        public override (string Key, string Value)[] Settings => [("Users__SnapshotEvery", "40")];

        public override async Task PrepareAsync(NodeProcess node)
        {
            foreach (var pair in Pairs)
                await KeepAsync(node, pair.Receiver);
        }

        public override async Task VerifyAsync(NodeProcess node)
        {
            foreach (var pair in Pairs)
                await VerifyAsync(node, pair);
        }

        private static async Task KeepAsync(NodeProcess node, string user)
        {
            using var rest = new RestClient(node).As(TestTokens.For(user));
            var (status, body) = await rest.SendAsync(HttpMethod.Patch, "/api/users/me", new { keep_history = true });
            Assert.True(status == 200 && (bool)body!["keep_history"]!, $"{status} {body}");
        }

        private static async Task VerifyAsync(NodeProcess node, PairTraffic pair)
        {
            using var rest = new RestClient(node).As(TestTokens.For(pair.Receiver));
            IReadOnlyList<string> kept = [];
            var end = DateTime.UtcNow.AddSeconds(60);
            while (kept.Count < pair.AckedIds.Count && DateTime.UtcNow < end)
                kept = await ReadAsync(rest, pair); // what is owed comes within moments
            Assert.Equal(pair.AckedIds, kept);
        }

        private static async Task<IReadOnlyList<string>> ReadAsync(RestClient rest, PairTraffic pair)
        {
            var (one, other) = string.CompareOrdinal(pair.Sender, pair.Receiver) < 0 ? (pair.Sender, pair.Receiver) : (pair.Receiver, pair.Sender);
            var ids = new List<string>();
            for (JsonNode? page = null; page is null || (bool)page["has_more"]!;)
            {
                var place = ids.Count == 0 ? "after_time=0" : $"after={ids[^1]}";
                (var status, page) = await rest.SendAsync(HttpMethod.Get, $"/api/conversations/conv_{one}_{other}/messages?limit=100&{place}");
                Assert.True(status == 200, $"{status} {page}");
                ids.AddRange(page!["messages"]!.AsArray().Select(message => (string)message!["message_id"]!));
            }

            return ids;
        }
    }
}
