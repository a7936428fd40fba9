using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Entities;

namespace Chat.Actors.Users;

/// <summary>
/// What the clean-up asks of an entity whose rows are older than the retention: expire what has to, have two snapshots hold all the rest,
/// and give the rows up. Without it an entity that sleeps for good would keep its last rows for good.
/// </summary>
internal sealed partial class UserActor
{
    private ConnectionAddress? _cleaningFor;
    private bool _repeated;

    private void CleanUp(UserCommands.CleanUp command)
    {
        var effects = NoEffects();
        _user.Handle(command, Now, effects);
        Perform(effects);
        if (_cleaningFor is null) _repeated = _fallingAsleep = false;
        _cleaningFor = command.ReplyTo; // who asked before has given up
        ForgetSpilled();
        GoOnCleaning();
    }

    /// <summary>The next step; called again when what was written is durable, and when a snapshot has been saved.</summary>
    private void GoOnCleaning()
    {
        if (_cleaningFor is not { } asker || _savingSnapshot || _user.IsWriting) return;
        if (LastSequenceNr > _covered.Newest)
        {
            TakeSnapshot(clean: _user.CanSleep(Now));
            return;
        }

        if (!_covered.AreAll && !_repeated)
        {
            _repeated = true; // once: where more is written meanwhile, its rows are young
            var effects = NoEffects();
            var writes = _user.Repeat(Now, effects);
            Perform(effects);
            if (writes) return;
        }

        _cleaningFor = null;
        _with.Connections.Tell(asker, new ConnectionMessages.CleanedUp(Clear()));
        if (_user.CanSleep(Now)) FallAsleep();
    }
}
