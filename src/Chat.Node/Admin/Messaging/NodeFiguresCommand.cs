using Chat.Node.Admin.Commands;

namespace Chat.Node.Admin.Messaging;

/// <summary><c>chat stats</c>.</summary>
internal sealed class NodeFiguresCommand(AdminNodes nodes)
{
    public async Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var figures = await nodes.FiguresAsync(TimeSpan.FromSeconds(call.Number("-s", 1, 10, 1)), cancellation);
        foreach (var (node, known) in figures)
            await answer.LineAsync(FiguresText.LineOf(node, known), FiguresText.DataOf(node, known));
        await answer.LineAsync(FiguresText.TotalOf(figures));
    }
}
