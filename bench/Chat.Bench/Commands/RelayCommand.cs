using System.CommandLine;
using Chat.Bench.Roofs;

namespace Chat.Bench.Commands;

/// <summary>The relay as a process of its own, so that its CPU and memory are not the client's.</summary>
internal static class RelayCommand
{
    public static Command Create()
    {
        var port = LoadOptions.Int("--port", "Port; 0 takes a free one and prints it.", 0);
        var fault = new Option<int>("--fault") { Hidden = true };
        var kind = new Option<RelayFaultKind>("--fault-kind") { Hidden = true };
        var command = new Command("relay", "Runs the bare Kestrel relay until it is stopped.") { port, fault, kind };
        command.SetBody(parsed =>
        {
            Relay.Run(parsed.GetValue(port), new RelayFault(parsed.GetValue(fault), parsed.GetValue(kind)));
            return true;
        });
        return command;
    }
}
