using System.Text.Json;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Reading;

/// <summary><c>auth</c> and <c>auth_refresh</c>.</summary>
internal static class AuthFrames
{
    private const string AToken = "the user's access token";

    public static ClientFrame? Auth(ref FrameInput input)
    {
        if (!input.User(FrameField.UserId, out var user)
            || !Token(ref input, out var token)
            || !input.Device(FrameField.DeviceId, out var device)
            || !input.Label(FrameField.Platform, out var platform)
            || !input.Label(FrameField.AppVersion, out var version)
            || !Sync(ref input, out var sync)
            || !Resume(ref input, out var resume))
            return null;
        return new ClientFrame.Auth(user, token, device, platform, version, sync, resume);
    }

    public static ClientFrame? Refresh(ref FrameInput input) =>
        input.Label(FrameField.RequestId, out var request) && Token(ref input, out var token)
            ? new ClientFrame.AuthRefresh(request, token)
            : null;

    private static bool Token(ref FrameInput input, out string token)
    {
        token = "";
        if (!input.Required(FrameField.AuthToken, AToken, out var text))
            return false;
        token = text;
        return token.Length > 0 || input.Invalid(FrameField.AuthToken, AToken);
    }

    /// <summary>Whether the client asks for <c>sync</c>; capabilities that this server does not know are ignored.</summary>
    private static bool Sync(ref FrameInput input, out bool sync)
    {
        const string expected = "an array of strings";
        sync = false;
        if (input[FrameField.Capabilities].IsMissing)
            return true;
        var reader = input.ReaderOf(FrameField.Capabilities);
        if (reader.TokenType != JsonTokenType.StartArray)
            return input.Invalid(FrameField.Capabilities, expected);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
                return input.Invalid(FrameField.Capabilities, expected);
            if (!FrameInput.TryText(ref reader, out var capability))
                return input.Invalid(FrameField.Capabilities, expected);
            sync |= capability == "sync";
        }

        return true;
    }

    private static bool Resume(ref FrameInput input, out ResumeRequest? resume)
    {
        const string anEpoch = "the epoch that auth_success gave";
        const string expected = "an object with epoch and positions";
        resume = null;
        if (input[FrameField.Resume].IsMissing)
            return true;
        var reader = input.ReaderOf(FrameField.Resume);
        if (reader.TokenType != JsonTokenType.StartObject)
            return input.Invalid(FrameField.Resume, expected);
        string? epoch = null;
        IReadOnlyDictionary<string, long>? positions = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!FrameInput.TryText(ref reader, out var name))
                name = "";
            reader.Read();
            if (name == "positions" && reader.TokenType != JsonTokenType.Null)
            {
                // Bounded by the size of the frame only: a client may be a member of more groups than it may ack at once.
                if (!StreamPositions.TryRead(ref input, ref reader, "resume.positions", int.MaxValue, out positions))
                    return false;
            }
            else if (name == "epoch" && reader.TokenType != JsonTokenType.Null)
            {
                if (reader.TokenType != JsonTokenType.String || !FrameInput.TryText(ref reader, out epoch)
                    || !IdText.IsValid(epoch, DeviceId.MaxBytes))
                    return input.Invalid("resume.epoch", anEpoch);
            }
            else
            {
                reader.Skip();
            }
        }

        if (epoch is null)
            return input.Missing("resume.epoch", anEpoch);
        if (positions is null)
            return input.Missing("resume.positions", "the last stored position of each stream");
        resume = new ResumeRequest(epoch, positions);
        return true;
    }
}
