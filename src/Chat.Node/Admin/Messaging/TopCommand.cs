using System.Text.Json.Nodes;
using Chat.Node.Admin.Commands;

namespace Chat.Node.Admin.Messaging;

/// <summary><c>chat top</c>: a screen every two seconds or so, of what happened since the one before.</summary>
internal sealed class TopCommand(AdminNodes nodes, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        for (var left = call.Number("-n", 1, 1_000_000, int.MaxValue); left > 0; left--)
        {
            var figures = await nodes.FiguresAsync(Window, cancellation);
            var data = new JsonObject { ["nodes"] = new JsonArray([.. figures.Select(f => FiguresText.DataOf(f.Node, f.Figures))]) };
            await answer.ScreenAsync(FiguresText.ScreenOf(figures, time.GetUtcNow()), data);
        }
    }
}
