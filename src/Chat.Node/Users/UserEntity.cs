using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Node.Connections;
using Chat.Node.Problems;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Node.Users;

/// <summary>What REST asks a user's entity. All of it may be repeated; no answer in time is the problem <c>unavailable</c>.</summary>
internal sealed class UserEntity(EntityRequests requests)
{
    /// <summary>Long enough for an entity that wakes on another node, short enough for someone who looks at a button.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Ends tokens and closes their connections; durable when it returns.</summary>
    public Task RevokeAsync(
        UserId user, DeviceId? device, long validFrom, RevocationReason reason, DeviceId? except, CancellationToken cancellation) =>
        DoAsync(address => new UserCommands.RevokeTokens(user, address, device, validFrom, reason, except), cancellation);

    public Task RemoveDeviceAsync(UserId user, DeviceId device, CancellationToken cancellation) =>
        DoAsync(address => new UserCommands.RemoveDevice(user, address, device), cancellation);

    /// <exception cref="ProblemException">There is no such device.</exception>
    public Task RenameDeviceAsync(UserId user, DeviceId device, string? name, CancellationToken cancellation) =>
        DoAsync(address => new UserCommands.RenameDevice(user, address, device, name), cancellation);

    /// <summary>What is null stays as it is; durable when it returns.</summary>
    public async Task<ConversationSettings> SetConversationAsync(
        UserId user, ConversationPartner with, bool? muted, long? mutedUntil, bool? archived, CancellationToken cancellation) =>
        await AskAsync(address => new UserCommands.SetConversation(user, address, with, muted, mutedUntil, archived), cancellation)
            is ConnectionMessages.ConversationIs answer
            ? answer.Settings
            : throw Unavailable();

    public async Task<ConnectionMessages.ConversationList> ConversationsAsync(
        UserId user, int max, (long Activity, string Id)? after, bool? archived, CancellationToken cancellation) =>
        await AskAsync(address => new UserCommands.GetConversations(user, address, max, after, archived), cancellation)
            is ConnectionMessages.ConversationList list
            ? list
            : throw Unavailable();

    /// <summary>Whether history is kept from now on; durable when it returns.</summary>
    public Task KeepHistoryAsync(UserId user, bool on, CancellationToken cancellation) =>
        DoAsync(address => new UserCommands.SetHistory(user, address, on), cancellation);

    public async Task<ConnectionMessages.HistoryState> HistoryAsync(UserId user, CancellationToken cancellation) =>
        await AskAsync(address => new UserCommands.GetHistory(user, address), cancellation) as ConnectionMessages.HistoryState ?? throw Unavailable();

    /// <summary>Empty for a user who has never connected.</summary>
    public async Task<IReadOnlyList<DeviceInfo>> DevicesAsync(UserId user, CancellationToken cancellation) =>
        await AskAsync(address => new UserCommands.GetDevices(user, address), cancellation) is ConnectionMessages.DeviceList list
            ? list.Devices
            : throw Unavailable();

    private async Task DoAsync(Func<ConnectionAddress, UserCommand> command, CancellationToken cancellation)
    {
        if (await AskAsync(command, cancellation) is not ConnectionMessages.Done)
            throw Unavailable();
    }

    private async Task<ConnectionMessage> AskAsync(Func<ConnectionAddress, UserCommand> command, CancellationToken cancellation)
    {
        try
        {
            var answer = await requests.AskAsync(command, Patience, cancellation);
            return answer is ConnectionMessages.Failed failed ? throw new ProblemException(failed.Code, failed.Detail) : answer;
        }
        catch (TimeoutException)
        {
            throw Unavailable();
        }
    }

    private static ProblemException Unavailable() => ProblemException.Unavailable("The user's node does not answer; repeat the request shortly.");
}
