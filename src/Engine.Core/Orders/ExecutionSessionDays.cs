using System.Runtime.CompilerServices;

namespace Engine.Core.Orders;

/// <summary>Session days inline.</summary>
[InlineArray(Length)]
public struct ExecutionSessionDays
{
    public const int Length = 8;

    private int _first;
}
