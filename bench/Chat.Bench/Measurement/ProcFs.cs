using System.Globalization;

namespace Chat.Bench.Measurement;

/// <summary>What the kernel says about a process.</summary>
internal static class ProcFs
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of all threads of the process.</summary>
    public static double CpuSeconds(int pid) => Stat(pid) is { } stat ? (stat.Own) / TicksPerSecond : 0;

    /// <summary>
    /// The process and its children, also those that have ended: a PostgreSQL server is a postmaster with a process per connection.
    /// </summary>
    public static double CpuSecondsOfFamily(int pid)
    {
        if (Stat(pid) is not { } parent)
            return 0;
        var ticks = parent.Own + parent.EndedChildren;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), out var other) && Stat(other) is { } child && child.Parent == pid)
                ticks += child.Own;
        }

        return ticks / TicksPerSecond;
    }

    public static long ResidentBytes(int pid) => Field($"/proc/{pid}/status", "VmRSS:") * 1024;

    /// <summary>Bytes that the process caused to be sent to the disk; 0 where that may not be read.</summary>
    public static long WrittenBytes(int pid) => Field($"/proc/{pid}/io", "write_bytes:");

    /// <summary>What all processors together spent on anything but waiting; the first line of /proc/stat.</summary>
    public static double MachineCpuSeconds()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // user nice system idle iowait irq softirq steal; guest time is part of user.
        return ((int[])[1, 2, 3, 6, 7, 8]).Sum(i => long.Parse(fields[i], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>The hard limit: .NET raises the soft one to it.</summary>
    public static int OpenFileLimit()
    {
        var line = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return int.TryParse(hard, out var limit) ? limit : int.MaxValue;
    }

    private static (int Parent, long Own, long EndedChildren)? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            // The name in parentheses may hold blanks: count fields from its end. See proc(5): ppid is 4, utime 14.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return ((int)At(4), At(14) + At(15), At(16) + At(17));

            long At(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // ended meanwhile
        }
    }

    private static long Field(string file, string name)
    {
        try
        {
            foreach (var line in File.ReadLines(file))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(name.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours to read: the figure is left out.
        }

        return 0;
    }
}
