import type { DeliveryRow } from '@showrunner/contracts';
import type { Delivery } from './delivery/delivery.table.ts';

/** A delivery as it goes over the wire: epoch seconds. */
export function presentDelivery(delivery: Delivery): DeliveryRow {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    destination_id: delivery.destinationId,
    destination_name: delivery.destinationName,
    event_type: delivery.eventType,
    severity: delivery.severity,
    title: delivery.title,
    body: delivery.body,
    service_name: delivery.serviceName,
    status: delivery.status,
    attempts: delivery.attempts,
    bypass_enabled: delivery.bypassEnabled,
    bypass_destination_enabled: delivery.bypassDestinationEnabled,
    next_attempt_at: delivery.nextAttemptAt / 1000,
    error: delivery.error,
    created_at: delivery.createdAt / 1000,
    updated_at: delivery.updatedAt / 1000,
    sent_at: delivery.sentAt === null ? null : delivery.sentAt / 1000,
    metadata: delivery.metadata,
  };
}
