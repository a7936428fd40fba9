using Akka.Actor;
using Akka.Cluster;
using Chat.Node.Admin.Commands;

namespace Chat.Node.Admin.Messaging;

/// <summary><c>chat user</c>.</summary>
internal sealed class UserCommand(EntityLooks looks, ActorSystem system)
{
    public async Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var user = call.User("-u");
        var look = await looks.UserAsync(user, default, cancellation) ?? throw CommandException.Refused(NotKnown(user.Value));
        if (look.Doubt.Length > 0) await answer.LineAsync(look.Doubt);
        foreach (var (text, data) in UserText.LinesOf(look.View, look.AwakeOn, NodeOf))
            await answer.LineAsync(text, data);
    }

    public static string NotKnown(string user) => $"There is no user '{user}': nobody has connected under this id, and nobody has written to it. It is an id that is asked for; 'chat find -n HANDLE' gives it for a handle.";

    private string NodeOf(long incarnation) =>
        Cluster.Get(system).State.Members.FirstOrDefault(m => m.UniqueAddress.Uid == incarnation)?.Address.ToString() ?? "a node that has gone";
}
