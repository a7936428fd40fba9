using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chat.Bench.Client;

namespace Chat.Bench.Groups;

/// <summary>Makes groups by REST, one after the other: nothing is measured yet.</summary>
internal sealed class GroupMaker(IPEndPoint endPoint) : IDisposable
{
    private const int Tries = 10;

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{endPoint}"), Timeout = TimeSpan.FromSeconds(30) };

    /// <returns>The group's id.</returns>
    public string Create(string name, User owner, IEnumerable<User> members)
    {
        // With a request id it may be repeated: it is the same group then.
        var body = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["name"] = name,
            ["member_ids"] = members.Where(member => member != owner).Select(member => member.Id),
            ["client_request_id"] = Guid.NewGuid().ToString("N"),
        });
        for (var attempt = 1; ; attempt++)
        {
            using var response = Post(owner, body);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            var answer = reader.ReadToEnd();
            if (response.StatusCode == HttpStatusCode.Created)
                return IdIn(answer);
            if (attempt == Tries || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                throw new BenchException($"POST /api/groups: {(int)response.StatusCode} {answer}");
            Thread.Sleep(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpResponseMessage Post(User owner, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/groups");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
        try
        {
            return _http.Send(request);
        }
        catch (HttpRequestException e)
        {
            throw new BenchException($"POST /api/groups: {e.Message}");
        }
    }

    private static string IdIn(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("group_id").GetString()!;
    }
}
