using Chat.Domain.Users;
using Chat.Node.Accounts.Sessions;
using Chat.Node.Admin.Commands;
using Chat.Protocol.Schema.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary><c>chat kick</c> and <c>chat revoke</c>.</summary>
internal sealed class AccessCommands(EntityLooks looks, SessionStore sessions, RevocationDelivery delivery)
{
    public async Task KickAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var (user, device) = (call.User("-u"), call.Device("-d"));
        var concerned = await ConcernedAsync(call, cancellation);
        var online = concerned.Count(d => d.Online);
        if (online == 0) throw CommandException.Refused($"{Who(call)} is not on line; there is nothing to close.");
        await looks.DoAsync(address => new UserCommands.Kick(user, address, device), cancellation);
        await answer.LineAsync($"{Words.Many(online, "connection")} of {Who(call)} closed; the client comes back by itself");
    }

    /// <summary>Durable in SQL first, so that no token gets past it; then the entity closes what is open.</summary>
    public async Task RevokeAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var user = call.User("-u");
        var concerned = await ConcernedAsync(call, cancellation);
        var written = call.Device("-d") is { } device
            ? await sessions.EndDeviceAsync(user, device, issuedAt: 0, RevocationReason.Revoked, cancellation)
            : await sessions.EndAllAsync(user, cancellation);
        await delivery.TellAsync(written, cancellation);
        await answer.LineAsync(
            $"tokens of {Who(call)} from before {Words.Time(written.ValidFrom * 1000)} are refused; {Words.Many(concerned.Count(d => d.Online), "connection")} closed");
    }

    /// <exception cref="CommandException">There is no such user, or he has no such device.</exception>
    private async Task<IReadOnlyList<DeviceView>> ConcernedAsync(CommandCall call, CancellationToken cancellation)
    {
        var look = await looks.UserAsync(call.User("-u"), default, cancellation) ?? throw CommandException.Refused(UserCommand.NotKnown(call.Value("-u")!));
        if (call.Device("-d") is not { } device) return look.View.Devices;
        return look.View.Devices.Where(d => d.Device == device.Value).ToList() is { Count: > 0 } one
            ? one
            : throw CommandException.Refused($"{call.Value("-u")} has no device '{device}'. He has: {string.Join(", ", look.View.Devices.Select(d => d.Device))}.");
    }

    private static string Who(CommandCall call) => call.Value("-d") is { } device ? $"{call.Value("-u")} on {device}" : call.Value("-u")!;
}
