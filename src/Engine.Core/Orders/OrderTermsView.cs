namespace Engine.Core.Orders;

/// <summary>Terms of orders, read only.</summary>
public sealed class OrderTermsView
{
    private readonly OrderTermsTable _table;

    internal OrderTermsView(OrderTermsTable table) => _table = table;

    /// <inheritdoc cref="OrderTermsTable.Find"/>
    public ref readonly OrderTermsState Find(long orderId, out bool found) => ref _table.Find(orderId, out found);
}
