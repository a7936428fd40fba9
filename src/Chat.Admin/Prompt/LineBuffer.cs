using System.Text;

namespace Chat.Admin.Prompt;

/// <summary>The line that is being written: keys change it; nothing here knows of a terminal.</summary>
internal sealed class LineBuffer(IReadOnlyList<string> history, Func<string, IReadOnlyList<string>> complete)
{
    private readonly StringBuilder _text = new();
    private int _recalled = history.Count;
    private string _written = "";

    public string Text => _text.ToString();

    public int Cursor { get; private set; }

    /// <summary>What might stand here, where there are several and none was chosen; gone with the next key.</summary>
    public IReadOnlyList<string> Offered { get; private set; } = [];

    public LineState Press(ConsoleKeyInfo key)
    {
        Offered = [];
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Enter: return LineState.Done;
            case ConsoleKey.D when control && _text.Length == 0: return LineState.Ended;
            case ConsoleKey.C when control: Set(""); return LineState.Dropped;
            case ConsoleKey.L when control: return LineState.Clear;
            case ConsoleKey.U when control: _text.Remove(0, Cursor); Cursor = 0; break;
            case ConsoleKey.K when control: _text.Length = Cursor; break;
            case ConsoleKey.W when control: RemoveWord(); break;
            case ConsoleKey.A when control: Cursor = 0; break;
            case ConsoleKey.E when control: Cursor = _text.Length; break;
            case ConsoleKey.Home: Cursor = 0; break;
            case ConsoleKey.End: Cursor = _text.Length; break;
            case ConsoleKey.LeftArrow: Cursor = Math.Max(0, Cursor - 1); break;
            case ConsoleKey.RightArrow: Cursor = Math.Min(_text.Length, Cursor + 1); break;
            case ConsoleKey.UpArrow: Recall(_recalled - 1); break;
            case ConsoleKey.DownArrow: Recall(_recalled + 1); break;
            case ConsoleKey.Backspace when Cursor > 0: _text.Remove(--Cursor, 1); break;
            case ConsoleKey.Delete when Cursor < _text.Length: _text.Remove(Cursor, 1); break;
            case ConsoleKey.Tab: Complete(); break;
            default:
                if (!control && !char.IsControl(key.KeyChar)) _text.Insert(Cursor++, key.KeyChar);
                break;
        }

        return LineState.Open;
    }

    private void Set(string text)
    {
        _text.Clear().Append(text);
        Cursor = text.Length;
    }

    private void Recall(int index)
    {
        if (index < 0 || index > history.Count) return;
        if (_recalled == history.Count) _written = Text;
        _recalled = index;
        Set(index == history.Count ? _written : history[index]);
    }

    private void RemoveWord()
    {
        var from = Cursor;
        while (from > 0 && _text[from - 1] == ' ') from--;
        while (from > 0 && _text[from - 1] != ' ') from--;
        _text.Remove(from, Cursor - from);
        Cursor = from;
    }

    private void Complete()
    {
        var before = Text[..Cursor];
        var candidates = complete(before);
        if (candidates.Count == 0) return;
        var begun = before.Length - (before.LastIndexOf(' ') + 1);
        var common = candidates.Aggregate(Common);
        if (candidates.Count == 1) common += " ";
        else if (common.Length <= begun) Offered = candidates;
        if (common.Length <= begun) return;
        _text.Remove(Cursor - begun, begun).Insert(Cursor - begun, common);
        Cursor += common.Length - begun;
    }

    private static string Common(string one, string other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && char.ToLowerInvariant(one[length]) == char.ToLowerInvariant(other[length])) length++;
        return one[..length];
    }
}

internal enum LineState
{
    Open,

    /// <summary>Written to its end.</summary>
    Done,

    /// <summary>Given up; another begins.</summary>
    Dropped,

    /// <summary>The screen is to be cleared.</summary>
    Clear,

    /// <summary>There will be no more lines.</summary>
    Ended,
}
