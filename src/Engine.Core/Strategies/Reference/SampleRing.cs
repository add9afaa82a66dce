using Engine.Core.State;

namespace Engine.Core.Strategies.Reference;

/// <summary>The last samples of each instrument, in a state table.</summary>
internal sealed class SampleRing
{
    private readonly StateTable<SampleBlock> _blocks;
    private readonly int _blocksPerInstrument;

    /// <param name="samples">How many samples are kept per instrument.</param>
    public SampleRing(StrategySetup setup, int samples)
    {
        _blocksPerInstrument = (samples + SampleBlock.Length - 1) / SampleBlock.Length;
        _blocks = setup.AddState<SampleBlock>(setup.InstrumentsMax * _blocksPerInstrument);
    }

    public long Read(int instrumentId, int position) =>
        _blocks[BlockOf(instrumentId, position)][position % SampleBlock.Length];

    /// <summary>Writes a sample and returns the one that was there.</summary>
    public long Exchange(int instrumentId, int position, long sample)
    {
        ref var block = ref _blocks.Edit(BlockOf(instrumentId, position));
        var previous = block[position % SampleBlock.Length];
        block[position % SampleBlock.Length] = sample;
        return previous;
    }

    private int BlockOf(int instrumentId, int position) =>
        (instrumentId * _blocksPerInstrument) + (position / SampleBlock.Length);
}
