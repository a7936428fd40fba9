using System.Text.Json.Serialization;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Accounts.Sessions;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Node.Users;
using Chat.Protocol.Ids;

namespace Chat.Node.Devices;

/// <summary><c>/api/devices</c>: the devices of the one who asks.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/api/devices").RequireBearer();
        devices.MapGet("", ListAsync);
        devices.MapPatch("/{id}", RenameAsync);
        devices.MapDelete("/{id}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, UserEntity entity)
    {
        var devices = await entity.DevicesAsync(http.Caller().UserId, http.RequestAborted);
        return Results.Json(new DevicesAnswer([.. devices.Select(DeviceAnswer.Of)]), DeviceJson.Default.DevicesAnswer);
    }

    /// <summary>An empty name takes it away.</summary>
    private static async Task<IResult> RenameAsync(HttpContext http, UserEntity entity)
    {
        var device = DeviceOf(http);
        var change = await RequestBody.ReadAsync(http, DeviceJson.Default.DeviceChange);
        var name = string.IsNullOrWhiteSpace(change.Name) ? null : DisplayName.Parse(change.Name, "name", DisplayName.MaximumLength);
        await entity.RenameDeviceAsync(http.Caller().UserId, device, name, http.RequestAborted);
        var devices = await entity.DevicesAsync(http.Caller().UserId, http.RequestAborted);
        return devices.FirstOrDefault(d => d.Device == device) is { } renamed
            ? Results.Json(DeviceAnswer.Of(renamed), DeviceJson.Default.DeviceAnswer)
            : throw ProblemException.Invalid("id", "There is no device with this id (any more).");
    }

    private static DeviceId DeviceOf(HttpContext http) =>
        DeviceId.TryParse(RouteId.Last(http), out var device)
            ? device
            : throw ProblemException.Invalid("id", "This is not a device id: 1 to 64 bytes without control characters.");

    /// <summary>
    /// The tokens of the device end first, in SQL, so that it cannot come back; then its entity forgets it. A repetition after an
    /// answer that was lost does the same again.
    /// </summary>
    private static async Task<IResult> RemoveAsync(HttpContext http, SessionStore sessions, RevocationDelivery delivery, UserEntity entity)
    {
        var device = DeviceOf(http);
        var caller = http.Caller();
        var issuedAt = caller.Device == device ? caller.IssuedAt : 0;
        var written = await sessions.EndDeviceAsync(caller.UserId, device, issuedAt, RevocationReason.Revoked, http.RequestAborted);
        await delivery.TellAsync(written, http.RequestAborted);
        await entity.RemoveDeviceAsync(caller.UserId, device, http.RequestAborted);
        return Results.NoContent();
    }
}

/// <summary>Times are Unix milliseconds.</summary>
/// <param name="Name">As its user calls it.</param>
/// <param name="Session">While it is on line.</param>
internal sealed record DeviceAnswer(
    string DeviceId, string? Name, string? Platform, string? AppVersion, long RegisteredAt, long LastSeen, bool Online, DeviceSession? Session)
{
    public static DeviceAnswer Of(DeviceInfo info) => new(
        info.Device.Value, info.Name, info.Platform, info.AppVersion, info.RegisteredAt, info.LastSeen, info.Online,
        info.SessionId is { } session ? new DeviceSession(session, info.ConnectedAt) : null);
}

internal sealed record DeviceSession(string SessionId, long ConnectedAt);

internal sealed record DeviceChange(string? Name);

internal sealed record DevicesAnswer(IReadOnlyList<DeviceAnswer> Devices);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DevicesAnswer))]
[JsonSerializable(typeof(DeviceAnswer))]
[JsonSerializable(typeof(DeviceChange))]
internal sealed partial class DeviceJson : JsonSerializerContext;
