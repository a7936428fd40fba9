using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Node.Admin.Commands;
using Chat.Protocol.Ids;

namespace Chat.Node.Admin.Messaging;

/// <summary><c>chat group</c>: a look, or a limit to what it takes.</summary>
internal sealed class GroupCommand(EntityLooks looks)
{
    private const int MaxLimit = 10_000;

    public async Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var group = call.Group("-g");
        if (call.Has("-l") && call.Has("-n")) throw call.Misused("--limit and --unlimit contradict each other");
        var look = await looks.GroupAsync(group, default, cancellation) ?? throw CommandException.Refused(NotKnown(group.Value));
        if (call.Has("-l") || call.Has("-n"))
        {
            await LimitAsync(group, call.Has("-n") ? null : call.Number("-l", 0, MaxLimit, 0), answer, cancellation);
            return;
        }

        if (look.Doubt.Length > 0) await answer.LineAsync(look.Doubt);
        foreach (var (text, data) in GroupText.LinesOf(look.View, look.AwakeOn))
            await answer.LineAsync(text, data);
    }

    public static string NotKnown(string group) => $"There is no group '{group}'.";

    private async Task LimitAsync(GroupId group, int? limit, IAnswer answer, CancellationToken cancellation)
    {
        var done = await looks.DoAsync(address => new GroupCommands.LimitRate(group, address, limit), cancellation);
        if (done is ConnectionMessages.Failed failed) throw CommandException.Failed(failed.Detail);
        await answer.LineAsync(limit is { } perSecond ? GroupText.Limited(group.Value, perSecond) : GroupText.Unlimited(group.Value));
    }
}
