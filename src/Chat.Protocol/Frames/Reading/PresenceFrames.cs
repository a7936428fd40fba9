using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Reading;

/// <summary><c>presence_subscribe</c> and <c>presence_unsubscribe</c>.</summary>
internal static class PresenceFrames
{
    public static ClientFrame? Subscribe(ref FrameInput input) =>
        TryRead(ref input, out var request, out var users) ? new ClientFrame.PresenceSubscribe(request, users) : null;

    public static ClientFrame? Unsubscribe(ref FrameInput input) =>
        TryRead(ref input, out var request, out var users) ? new ClientFrame.PresenceUnsubscribe(request, users) : null;

    private static bool TryRead(ref FrameInput input, out string? request, [NotNullWhen(true)] out IReadOnlyList<UserId>? users)
    {
        const string expected = "an array of user ids";
        users = null;
        if (!input.Label(FrameField.RequestId, out request))
            return false;
        if (input[FrameField.UserIds].IsMissing)
            return input.Missing(FrameField.UserIds, expected);
        var reader = input.ReaderOf(FrameField.UserIds);
        if (reader.TokenType != JsonTokenType.StartArray)
            return input.Invalid(FrameField.UserIds, expected);
        var found = new List<UserId>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (found.Count == input.Limits.BatchIds)
                return input.TooMany(FrameField.UserIds);
            if (reader.TokenType != JsonTokenType.String || !FrameInput.TryText(ref reader, out var text)
                || !UserId.TryParse(text, out var user))
                return input.Invalid(FrameField.UserIds, expected);
            found.Add(user);
        }

        users = found;
        return true;
    }
}
