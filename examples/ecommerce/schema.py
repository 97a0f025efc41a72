"""The schema of the e-commerce platform, with the public FraiseQL Python SDK: `pip install fraiseql`, then
`python schema.py` writes schema.json. schema.graphql says the same in GraphQL's own language.

The page's declarations. Changed: what lives in another database is nullable, since that database may be down and an order
that has just been created has no payment yet; createOrder takes items; orders say why they were cancelled and can be. The
primary's types stand last, because the SDK knows `Product | None` only for classes that it has seen.
"""

import fraiseql
from fraiseql.scalars import ID
from decimal import Decimal
from datetime import datetime

# ==================== INVENTORY DATABASE ====================

@fraiseql.type
class Product:
    id: ID
    sku: str
    name: str
    price: Decimal

@fraiseql.type
class InventoryStatus:
    product_id: ID
    sku: str
    name: str
    warehouse: str
    quantity: int
    reserved: int
    available: int

@fraiseql.type
class Reservation:
    id: ID
    order_id: ID
    product_id: ID
    quantity: int
    status: str
    created_at: datetime
    expires_at: datetime | None
    released_at: datetime | None
    product: Product # Federated from inventory DB (same DB, different view)

# ==================== PAYMENTS DATABASE ====================

@fraiseql.type
class PaymentMethod:
    id: ID
    customer_id: ID
    type: str
    is_default: bool

@fraiseql.type
class Transaction:
    id: ID
    order_id: ID
    customer_id: ID
    amount: Decimal
    status: str
    gateway: str | None
    created_at: datetime
    processed_at: datetime | None

@fraiseql.type
class Refund:
    id: ID
    transaction_id: ID
    order_id: ID
    amount: Decimal
    reason: str | None
    status: str
    created_at: datetime

# ==================== PRIMARY DATABASE ====================

@fraiseql.type
class Customer:
    id: ID
    name: str
    email: str
    phone: str | None
    created_at: datetime
    payment_methods: list[PaymentMethod] | None # Federated from payments DB

@fraiseql.type
class OrderItem:
    id: ID
    product_id: ID
    quantity: int
    unit_price: Decimal
    product: Product | None # Federated from inventory DB

@fraiseql.type
class Shipping:
    id: ID
    order_id: ID
    address: str
    city: str
    postal_code: str
    country: str
    tracking_number: str | None
    status: str
    estimated_delivery: str | None

@fraiseql.type
class Order:
    id: ID
    total: Decimal
    status: str
    status_reason: str | None # Not on the page
    created_at: datetime
    updated_at: datetime
    items: list[OrderItem] # Local relation
    shipping: Shipping # Local relation
    customer: Customer # Federated from primary DB
    payment: Transaction | None # Federated from payments DB
    reservations: list[Reservation] | None # Federated from inventory DB

# ==================== QUERIES ====================

@fraiseql.query(sql_source="v_order")
def order(id: ID) -> Order:
    """Get order by ID with all federated relations."""
    pass

@fraiseql.query(sql_source="v_order")
def orders(customer_id: ID | None = None, limit: int = 20) -> list[Order]:
    """Get orders, optionally filtered by customer."""
    pass

@fraiseql.query(sql_source="v_customer")
def customer(id: ID) -> Customer:
    """Get customer with payment methods."""
    pass

@fraiseql.query(sql_source="v_inventory_status")
def inventory_status(product_id: ID | None = None) -> list[InventoryStatus]:
    """Get current inventory status across warehouses."""
    pass

# ==================== MUTATIONS ====================

@fraiseql.input
class OrderItemInput: # Not on the page
    product_id: ID
    quantity: int

@fraiseql.mutation(sql_source="fn_create_order", operation="CREATE")
def create_order(
    customer_id: ID,
    shipping_address: str,
    shipping_city: str,
    shipping_postal: str,
    shipping_country: str,
    payment_method_id: ID,
    items: list[OrderItemInput] | None = None, # Not on the page
) -> Order:
    """Create order. fn_create_order handles inventory reservation and payment via pg_notify."""
    pass

@fraiseql.mutation(sql_source="fn_cancel_order", operation="UPDATE")
def cancel_order(id: ID, reason: str = "cancelled by the customer") -> Order: # Not on the page
    """Cancel an order that is not shipped. Stock is released and the payment refunded via pg_notify."""
    pass

fraiseql.export_schema("schema.json")
