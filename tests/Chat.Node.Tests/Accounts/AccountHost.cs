using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Chat.Actors.Addressing;
using Chat.Node.Accounts;
using Chat.Node.Configuration;
using Chat.Node.Conversations;
using Chat.Node.Devices;
using Chat.Node.Groups;
using Chat.Node.Health;
using Chat.Node.History;
using Chat.Node.Problems;
using Chat.Node.Site;
using Chat.Node.Tokens;
using Chat.Node.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Node.Tests.Accounts;

/// <summary>A node's REST over a real socket, with a clock that stands still until it is moved, and without actors.</summary>
internal sealed class AccountHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, 400, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly string _folder;

    private AccountHost(WebApplication app, FakeEntities entities, FakeTimeProvider time, string folder)
    {
        (_app, Entities, Time, _folder) = (app, entities, time, folder);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public FakeEntities Entities { get; }

    public FakeTimeProvider Time { get; }

    /// <summary>Where the page's files are; empty at first.</summary>
    public string SiteFolder => Path.Combine(_folder, "site");

    public IServiceProvider Services => _app.Services;

    /// <param name="settings">Keys below <c>Chat</c> and their values.</param>
    public static async Task<AccountHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("chat-accounts-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([new("Chat:DataFolder", folder), new("Chat:Accounts:AttemptsPerMinute", "1000")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Chat:{s.Key}", (string?)s.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var time = new FakeTimeProvider(Start);
        var entities = new FakeEntities();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IEntities>(entities);
        builder.Services.AddSingleton<IConnectionRegistry>(entities);
        var chat = builder.AddChatSettings();
        builder.AddChatDatabases(chat);
        builder.AddHealth();
        builder.AddTokens(chat);
        builder.AddUsers();
        builder.Services.AddSingleton(Random.Shared);
        builder.AddAccounts();
        builder.AddConversations();
        builder.AddGroups(chat);
        builder.AddHistory();
        var app = builder.Build();
        await app.StartDatabasesAsync();
        app.UseChatProblems();
        app.UseChatSite(Directory.CreateDirectory(Path.Combine(folder, "site")).FullName);
        app.MapHealth();
        app.MapAccounts();
        app.MapUsers();
        app.MapDevices();
        app.MapConversations();
        app.MapHistory();
        app.MapGroups();
        app.MapUnknownRoutes();
        await app.StartAsync();
        return new AccountHost(app, entities, time, folder);
    }

    public Task<Answer> RegisterAsync(string name, string device = "phone", string password = "correct horse") =>
        PostAsync("/api/auth/register", new { name, password, device_id = device });

    public Task<Answer> SignInAsync(string name, string device = "phone", string password = "correct horse") =>
        PostAsync("/api/auth/token", new { name, password, device_id = device });

    public Task<Answer> RefreshAsync(string token) => PostAsync("/api/auth/refresh", new { refresh_token = token });

    public Task<Answer> PostAsync(string path, object? body, string? token = null) =>
        SendAsync(HttpMethod.Post, path, token, body is null ? null : JsonContent.Create(body));

    public Task<Answer> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, token);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
        return new Answer(response.StatusCode, isJson ? JsonNode.Parse(text)!.AsObject() : [], response.Headers, text);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

internal sealed record Answer(HttpStatusCode Status, JsonObject Json, HttpResponseHeaders Headers, string Text)
{
    public string this[string field] => Json[field]?.ToString() ?? throw new InvalidOperationException($"no {field} in {Text}");

    public string AccessToken => this["auth_token"];

    public string RefreshToken => this["refresh_token"];

    /// <summary>Fails with the whole answer, not only the number.</summary>
    public Answer Expect(HttpStatusCode status, string? code = null, string? field = null)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        if (code is not null)
            Assert.Equal(code, this["code"]);
        if (field is not null)
            Assert.Equal(field, this["field"]);
        return this;
    }
}
