import { z } from 'zod'
import { route } from '#api/route.ts'
import { createCampaign, getCampaign, listWorkOrders } from '#domain/remediation/remediation.ts'
import { CampaignRow, WorkOrderRow, WorkOrderType } from '#model/work-order.ts'

const tag = 'work'

export const campaignRoutes = [
  route({
    method: 'POST',
    path: '/api/v1/campaigns',
    summary: 'Make work orders of a group of findings',
    description:
      'One order for each device that the advisory leaves something open on; with `assignedTo` they are dispatched at once. Asking again makes none that is there already: `skipped` says why. An empty text stands for devices without a manufacturer, model or site.',
    tag,
    permission: 'work-order:write',
    body: z.object({
      advisoryId: z.string().max(300),
      manufacturer: z.string().max(300),
      model: z.string().max(300),
      site: z.string().max(300),
      assignedTo: z.uuid().optional(),
      dueOn: z.iso.date().optional(),
      type: WorkOrderType.optional(),
      deviceIds: z.array(z.uuid()).min(1).max(50_000).optional(),
    }),
    bodyLimit: 4 << 20,
    response: z.object({
      campaignId: z.string(),
      workOrders: z.number(),
      skipped: z.array(z.object({ deviceId: z.string(), reason: z.string() })),
    }),
    status: 201,
    async handle({ db, actor, body }) {
      const { campaignId, workOrders, skipped } = await createCampaign(db, actor, body)
      return { campaignId, workOrders, skipped: [...skipped] }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/campaigns/{campaign}',
    summary: 'Get a campaign with its first 200 work orders, the most urgent first',
    tag,
    permission: 'work-order:read',
    params: z.object({ campaign: z.uuid() }),
    response: z.object({ campaign: CampaignRow, workOrders: z.array(WorkOrderRow) }),
    async handle({ db, actor, params }) {
      const campaign = await getCampaign(db, actor.organisationId, params.campaign)
      const { items } = await listWorkOrders(db, actor.organisationId, {
        filter: { campaign: campaign.id },
        sort: 'due',
        limit: 200,
      })
      return { campaign, workOrders: items }
    },
  }),
]
