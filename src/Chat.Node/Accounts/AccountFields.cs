using Chat.Node.Problems;
using Chat.Protocol.Ids;

namespace Chat.Node.Accounts;

internal static class AccountFields
{
    /// <exception cref="ProblemException">Missing or malformed.</exception>
    public static DeviceId Device(string? text)
    {
        if (string.IsNullOrEmpty(text))
            throw ProblemException.Missing("device_id", "device_id is missing: an id that this installation of the client keeps.");
        return DeviceId.TryParse(text, out var device)
            ? device
            : throw ProblemException.Invalid("device_id", "device_id is not a device id: 1 to 64 bytes without control characters.");
    }
}
