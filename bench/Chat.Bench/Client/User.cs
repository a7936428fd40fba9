using System.Text;

namespace Chat.Bench.Client;

/// <summary>One simulated user, at one of his devices.</summary>
internal sealed record User(int Index, string Id, string Token)
{
    public string Device { get; init; } = "bench";

    /// <summary>Makes users with ids that no earlier run has used, so that every run starts with empty inboxes.</summary>
    public static User[] Make(int count, string signingKey)
    {
        var run = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 4));
        var key = Encoding.UTF8.GetBytes(signingKey);
        var users = new User[count];
        for (var i = 0; i < count; i++)
        {
            var id = $"b{run}-{i}";
            users[i] = new User(i, id, AuthToken.Mint(key, id, TimeSpan.FromDays(1)));
        }

        return users;
    }
}
