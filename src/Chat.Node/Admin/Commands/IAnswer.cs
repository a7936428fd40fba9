using System.Text.Json.Nodes;

namespace Chat.Node.Admin.Commands;

/// <summary>Where a command's lines go. A client that does not read holds up its own command, and after a while loses its connection.</summary>
internal interface IAnswer
{
    /// <param name="data">The same in fields, for programs.</param>
    ValueTask LineAsync(string text, JsonObject? data = null);

    /// <summary>A screen that replaces the one before.</summary>
    ValueTask ScreenAsync(IReadOnlyList<string> lines, JsonObject data);
}
