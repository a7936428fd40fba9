using System.Net;
using Chat.Actors.Addressing;
using Chat.Domain.Connections;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Protocol.Entities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Node.Tests.Connections.Harness;

/// <summary>The edge on a free port of loopback, with a scripted entity side and a clock that stands still.</summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    public const long Incarnation = 7;

    private readonly WebApplication _app;

    private EdgeHost(WebApplication app, ScriptedEntities entities, FakeTimeProvider time) => (_app, Entities, Time) = (app, entities, time);

    public ScriptedEntities Entities { get; }

    public FakeTimeProvider Time { get; }

    public ConnectionRegistry Registry => _app.Services.GetRequiredService<ConnectionRegistry>();

    public IServiceProvider Services => _app.Services;

    public int Port { get; private set; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static async Task<EdgeHost> StartAsync(ConnectionLimits? limits = null, HttpSettings? http = null, Func<ChatSettings, ChatSettings>? adjust = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var registry = new ConnectionRegistry(Incarnation);
        var entities = new ScriptedEntities(registry);
        var settings = new ChatSettings { Limits = limits ?? new ConnectionLimits(), Http = http ?? new HttpSettings() };
        settings = adjust?.Invoke(settings) ?? settings;

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<Random>(new NoJitter());
        builder.Services.AddSingleton(registry);
        builder.Services.AddSingleton<IEntities>(entities);
        builder.Services.AddSingleton<ITokenValidator>(new TestTokens());
        builder.Services.AddSingleton<IRevocations>(new TestTokens());
        builder.Services.AddChatConnections();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.UseChatSockets(kestrel.ApplicationServices);
        }));
        var app = builder.Build();
        app.UseChatProblems();
        app.MapGet("/hello", () => "hello");
        app.MapGet("/ws-like", () => "not a socket");
        app.MapPost("/echo", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            return await reader.ReadToEndAsync();
        });
        app.MapMessageEndpoints();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!;
        return new EdgeHost(app, entities, time) { Port = new Uri(address.Addresses.First()).Port };
    }

    public Task<TestSocket> ConnectAsync() => TestSocket.ConnectAsync(Port);

    public Task<RawClient> OpenAsync() => RawClient.OpenAsync(Port);

    /// <summary>A phone of the user that is attached; its address is that of the attach command.</summary>
    public async Task<TestSocket> AttachAsync(string user = "alice", string device = "phone", bool sync = false, string? token = null)
    {
        var socket = await ConnectAsync();
        await socket.SendAsync(Frames.Auth(user, device, sync: sync, token: token));
        socket.Address = (await Entities.ExpectAsync<Chat.Domain.Users.UserCommands.AttachDevice>(c => c.UserId.Value == user)).Connection;
        await socket.ExpectAsync("auth_success");
        return socket;
    }

    public void Tell(TestSocket socket, ConnectionMessage message) => Tell(socket.Address, message);

    /// <summary>As the entity does it: frames form a chain, unless the test has its own.</summary>
    public void Tell(ConnectionAddress address, ConnectionMessage message)
    {
        if (message is PushedFrame { Previous: 0 } frame)
        {
            message = frame with { Previous = _pushed.GetValueOrDefault(address) };
            _pushed[address] = message is PushedFrame { Number: var number } ? number : 0;
        }

        Registry.Deliver(address, message);
    }

    private readonly Dictionary<ConnectionAddress, long> _pushed = [];

    /// <summary>Lets time pass in steps, as the wheel sees it.</summary>
    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Waits until the node has taken as many sockets in.</summary>
    public Task SocketsAsync(int count) => Eventually.HoldsAsync(() => Registry.Count == count, $"{count} sockets are open");

    public async ValueTask DisposeAsync()
    {
        // A drain waits by the clock, which only the test moves.
        var drained = Services.GetRequiredService<ConnectionDrain>().DrainAsync(() => null, sendsMayEnd: true, CancellationToken.None);
        while (!drained.IsCompleted)
        {
            Pass(1);
            await Task.Delay(1);
        }

        await _app.DisposeAsync();
        await Entities.DisposeAsync();
    }
}
