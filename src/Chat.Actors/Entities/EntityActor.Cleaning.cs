using Chat.Domain.Connections;
using Chat.Protocol.Entities;

namespace Chat.Actors.Entities;

/// <summary>
/// What the clean-up asks of an entity whose rows are older than the retention: expire what has to, have two snapshots hold all the rest,
/// and give the rows up. Without it an entity that sleeps for good would keep its last rows for good.
/// </summary>
internal abstract partial class EntityActor<TCommand, TEvent, TEffects>
{
    private ConnectionAddress? _cleaningFor;
    private bool _repeated;

    private void CleanUp(TCommand command, ConnectionAddress asker)
    {
        var effects = NoEffects();
        _entity.Handle(command, Now, effects);
        Perform(effects);
        if (_cleaningFor is null) _repeated = _fallingAsleep = false;
        _cleaningFor = asker; // who asked before has given up
        ForgetSpilled();
        GoOnCleaning();
    }

    /// <summary>The next step; called again when what was written is durable, and when a snapshot has been saved.</summary>
    private void GoOnCleaning()
    {
        if (_cleaningFor is not { } asker || _savingSnapshot || _entity.IsWriting) return;
        if (LastSequenceNr > _covered.Newest)
        {
            BeginSnapshot(clean: _entity.CanSleep(Now));
            return;
        }

        if (!_covered.AreAll && !_repeated)
        {
            _repeated = true; // once: where more is written meanwhile, its rows are young
            var effects = NoEffects();
            var writes = _entity.Repeat(Now, effects);
            Perform(effects);
            if (writes) return;
        }

        _cleaningFor = null;
        _with.Connections.Tell(asker, new ConnectionMessages.CleanedUp(Clear()));
        if (_entity.CanSleep(Now)) FallAsleep();
    }
}
