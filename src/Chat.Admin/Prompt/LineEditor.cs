namespace Chat.Admin.Prompt;

/// <summary>A <see cref="LineBuffer"/> on the terminal. A line that is wider than it scrolls sideways.</summary>
internal static class LineEditor
{
    private const string ClearScreen = "\u001b[H\u001b[2J";
    private const string ToLineStart = "\r\u001b[K";

    /// <returns>Null where there will be no more lines.</returns>
    public static string? Read(string prompt, LineBuffer buffer)
    {
        var before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                Draw(prompt, buffer);
                switch (buffer.Press(Console.ReadKey(intercept: true)))
                {
                    case LineState.Done:
                        Console.WriteLine();
                        return buffer.Text;
                    case LineState.Ended:
                        Console.WriteLine();
                        return null;
                    case LineState.Dropped: Console.WriteLine("^C"); break;
                    case LineState.Clear: Console.Write(ClearScreen); break;
                }

                if (buffer.Offered.Count > 0)
                {
                    Console.WriteLine();
                    Console.WriteLine(string.Join("  ", buffer.Offered));
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    private static void Draw(string prompt, LineBuffer buffer)
    {
        var room = Math.Max(10, Width - prompt.Length - 1);
        var from = Math.Max(0, buffer.Cursor - room);
        var shown = buffer.Text.Substring(from, Math.Min(room, buffer.Text.Length - from));
        Console.Write($"{ToLineStart}{prompt}{shown}\r\u001b[{prompt.Length + buffer.Cursor - from}C");
    }

    private static int Width => Console.WindowWidth is > 0 and var width ? width : 80;
}
