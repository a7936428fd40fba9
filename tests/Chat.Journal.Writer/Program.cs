using Chat.Journal;
using Chat.Journal.Tests.Harness;

// Appends to some entities through the journal until it is killed, and prints each acked (entity, number), a line each, when it is acked.
// Arguments: SQLite or PostgreSQL, the connection string, the number of entities.
if (args.Length != 3)
{
    await Console.Error.WriteLineAsync("usage: Chat.Journal.Writer SQLite|PostgreSQL <connection string> <entities>");
    return 2;
}

var node = new JournalNode(JournalSetup.Hocon(Enum.Parse<JournalDatabase>(args[0]), args[1]));
using var output = Console.OpenStandardOutput();
await Task.WhenAll(Enumerable.Range(0, int.Parse(args[2])).Select(i => AppendAsync($"entity-{i}")));
return 1; // only if every entity has failed

async Task AppendAsync(string id)
{
    var next = (await node.ReplayAsync(id)).Highest + 1;
    while (true)
    {
        var written = await node.WriteAsync(id, next, $"{id} {next}", $"{id} {next + 1}");
        if (!written.AllAcked)
        {
            await Console.Error.WriteLineAsync($"{id} {next}: {written.Failed[0].Cause.Message}");
            return;
        }

        next += 2;
        var line = System.Text.Encoding.UTF8.GetBytes($"{id} {next - 1}\n");
        lock (output)
        {
            output.Write(line); // unbuffered: it is with the reader when the process is killed
            output.Flush();
        }
    }
}
