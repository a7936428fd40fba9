namespace Chat.Bench.Journals;

/// <summary>The process that writes: one journal on one database, one part. Whoever started it ends it once it has the report.</summary>
internal static class JournalWriter
{
    public static JournalReport Run(JournalSpec spec)
    {
        var fault = new JournalFault();
        var system = JournalSystem.Start(spec);
        var appending = new AppendRun(spec, system, fault);
        var report = new JournalReport([], [], 0, []);
        try
        {
            report = spec.Part == JournalPart.Append
                ? report with { Appends = appending.Run() }
                : report with { WakeUps = [.. spec.Cold.Select(cold => new WakeUpRun(spec, cold, system, fault).Run()).Where(r => !r.Cold.IsWarmUp)] };
        }
        catch (BenchException e)
        {
            report = report with { Failures = [e.Message] };
        }

        return report with { Persisted = appending.Persisted };
    }
}
