using Chat.Node.Configuration;
using Chat.Node.Hosting;

return await StartupErrors.GuardAsync(async () =>
{
    if (MoveSlots.IsAskedFor(args))
    {
        await MoveSlots.RunAsync(args);
        return;
    }

    var app = ChatNode.Build(args);
    await app.StartDatabasesAsync();
    await app.RunAndAnnounceAsync();
});
