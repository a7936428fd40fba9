using System.Text;

namespace Chat.Bench.Report;

/// <summary>A table that reads well in a terminal and can be pasted as it is.</summary>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = headings.Select((h, i) => _rows.Select(r => r[i].Length).Append(h.Length).Max()).ToArray();
        var text = new StringBuilder();
        Line(headings);
        Line([.. widths.Select((w, i) => i == 0 ? new string('-', w) : new string('-', w - 1) + ":")]);
        _rows.ForEach(Line);
        return text.ToString();

        void Line(string[] cells)
        {
            for (var i = 0; i < cells.Length; i++)
                text.Append("| ").Append(i == 0 ? cells[i].PadRight(widths[i]) : cells[i].PadLeft(widths[i])).Append(' ');
            text.AppendLine("|");
        }
    }
}
